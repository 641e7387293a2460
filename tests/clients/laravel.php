<?php
// SPDX-License-Identifier: MIT
// Laravel 8 as Debian has it: sends $TOKEN to $USER_ADDRESS, with the settings of the
// file dotenv read and used as a new application of Laravel does.
foreach (['Dotenv', 'Egulias/EmailValidator', 'Illuminate/Mail', 'Illuminate/View',
	'Illuminate/Config', 'Illuminate/Events', 'Illuminate/Container', 'Illuminate/Filesystem'] as $part)
	require "/usr/share/php/$part/autoload.php";
Dotenv\Dotenv::createImmutable('.', 'dotenv')->load();
$app = new Illuminate\Container\Container();
$app['config'] = new Illuminate\Config\Repository(['mail' => [
	'default' => $_ENV['MAIL_MAILER'],
	'mailers' => ['smtp' => ['transport' => 'smtp', 'host' => $_ENV['MAIL_HOST'],
		'port' => $_ENV['MAIL_PORT'], 'encryption' => $_ENV['MAIL_ENCRYPTION'],
		'username' => $_ENV['MAIL_USERNAME'], 'password' => $_ENV['MAIL_PASSWORD']]],
	'from' => ['address' => $_ENV['MAIL_FROM_ADDRESS'], 'name' => $_ENV['MAIL_FROM_NAME']]]]);
$app['events'] = new Illuminate\Events\Dispatcher($app);
$app['view'] = new Illuminate\View\Factory(new Illuminate\View\Engines\EngineResolver(),
	new Illuminate\View\FileViewFinder(new Illuminate\Filesystem\Filesystem(), []), $app['events']);
(new Illuminate\Mail\MailManager($app))->mailer()->raw(getenv('TOKEN'), function ($message) {
	$message->to(getenv('USER_ADDRESS'))->subject(getenv('TOKEN'));
});
