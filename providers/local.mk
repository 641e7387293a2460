# SPDX-License-Identifier: MIT
# What should be true: presets and discovery.
noinst_LIBRARIES += libproviders.a
libproviders_a_SOURCES = \
	%D%/address.c %D%/address.h \
	%D%/discover.c %D%/discover.h \
	%D%/autodiscover.c %D%/autodiscover.h \
	%D%/clientconfig.c %D%/clientconfig.h \
	%D%/document.c %D%/document.h \
	%D%/dmarc.c %D%/dmarc.h \
	%D%/mx.c %D%/mx.h \
	%D%/pacc.c %D%/pacc.h \
	%D%/retrieval.c %D%/retrieval.h \
	%D%/sender.c %D%/sender.h \
	%D%/source.c %D%/source.h \
	%D%/source_autoconfig.c \
	%D%/source_autodiscover.c \
	%D%/source_documents.c %D%/source_documents.h \
	%D%/source_guess.c \
	%D%/source_kinds.c %D%/source_kinds.h \
	%D%/source_mailconf.c \
	%D%/source_pacc.c \
	%D%/source_preset.c \
	%D%/source_srv.c \
	%D%/spf.c %D%/spf.h \
	%D%/suffix.c %D%/suffix.h \
	%D%/xml.c %D%/xml.h

# The presets: data compiled into one table.
libproviders_a_SOURCES += \
	%D%/preset.c %D%/preset.h \
	%D%/preset_data.h \
	%D%/preset_keys.c %D%/preset_keys.h \
	%D%/preset_lint.c %D%/preset_lint.h \
	%D%/preset_near.c \
	%D%/preset_parse.c \
	%D%/preset_table.c %D%/preset_table.h \
	%D%/preset_values.c %D%/preset_values.h \
	%D%/slip.c %D%/slip.h \
	%D%/strict_json.c %D%/strict_json.h
nodist_libproviders_a_SOURCES = %D%/preset_data.c

noinst_PROGRAMS += %D%/compile_presets
%C%_compile_presets_SOURCES = \
	%D%/compile_presets.c \
	%D%/preset.c %D%/preset.h \
	%D%/preset_data.h \
	%D%/preset_keys.c %D%/preset_keys.h \
	%D%/preset_parse.c \
	%D%/preset_values.c %D%/preset_values.h \
	%D%/slip.c %D%/slip.h \
	%D%/strict_json.c %D%/strict_json.h
%C%_compile_presets_LDADD = libprobes.a $(CJSON_LIBS) $(OPENSSL_LIBS)

preset_popular = $(srcdir)/%D%/popular_domains.txt
preset_folder = $(srcdir)/%D%/presets
preset_files = \
	$(preset_folder)/123-reg.co.uk.json \
	$(preset_folder)/126.com.json \
	$(preset_folder)/163.com.json \
	$(preset_folder)/1blu.de.json \
	$(preset_folder)/1und1.de.json \
	$(preset_folder)/a1.net.json \
	$(preset_folder)/active24.com.json \
	$(preset_folder)/aktivix.org.json \
	$(preset_folder)/alice.it.json \
	$(preset_folder)/aliyun.com.json \
	$(preset_folder)/all-inkl.com.json \
	$(preset_folder)/amazonses.com.json \
	$(preset_folder)/aol.com.json \
	$(preset_folder)/aruba.it.json \
	$(preset_folder)/att.net.json \
	$(preset_folder)/autistici.org.json \
	$(preset_folder)/awsapps.com.json \
	$(preset_folder)/azet.sk.json \
	$(preset_folder)/bahnhof.se.json \
	$(preset_folder)/bay.wind.ne.jp.json \
	$(preset_folder)/bb-niigata.jp.json \
	$(preset_folder)/bbox.fr.json \
	$(preset_folder)/bell.net.json \
	$(preset_folder)/biglobe.ne.jp.json \
	$(preset_folder)/bigpond.com.json \
	$(preset_folder)/bluewin.ch.json \
	$(preset_folder)/blueyonder.co.uk.json \
	$(preset_folder)/bol.com.br.json \
	$(preset_folder)/brevo.com.json \
	$(preset_folder)/brighthouse.com.json \
	$(preset_folder)/broba.cc.json \
	$(preset_folder)/btinternet.com.json \
	$(preset_folder)/cc9.ne.jp.json \
	$(preset_folder)/cek.ne.jp.json \
	$(preset_folder)/centurylink.net.json \
	$(preset_folder)/centurytel.net.json \
	$(preset_folder)/cgl.ucsf.edu.json \
	$(preset_folder)/charter.net.json \
	$(preset_folder)/chello.at.json \
	$(preset_folder)/clio.ne.jp.json \
	$(preset_folder)/clustermail.de.json \
	$(preset_folder)/co1.wind.ne.jp.json \
	$(preset_folder)/co2.wind.ne.jp.json \
	$(preset_folder)/co3.wind.ne.jp.json \
	$(preset_folder)/combell.com.json \
	$(preset_folder)/comcast.net.json \
	$(preset_folder)/cosmotemail.gr.json \
	$(preset_folder)/countermail.com.json \
	$(preset_folder)/cox.net.json \
	$(preset_folder)/cty-net.ne.jp.json \
	$(preset_folder)/dan.wind.ne.jp.json \
	$(preset_folder)/daum.net.json \
	$(preset_folder)/dd.iij4u.or.jp.json \
	$(preset_folder)/df.eu.json \
	$(preset_folder)/dismail.de.json \
	$(preset_folder)/disroot.org.json \
	$(preset_folder)/dondominio.com.json \
	$(preset_folder)/dreamhost.com.json \
	$(preset_folder)/drei.at.json \
	$(preset_folder)/e.email.json \
	$(preset_folder)/earthlink.net.json \
	$(preset_folder)/ecomail.fr.json \
	$(preset_folder)/educa.madrid.org.json \
	$(preset_folder)/elasticemail.com.json \
	$(preset_folder)/elpasotel.net.json \
	$(preset_folder)/email.it.json \
	$(preset_folder)/emailn.de.json \
	$(preset_folder)/emailsrvr.com.json \
	$(preset_folder)/espiv.net.json \
	$(preset_folder)/ewe.net.json \
	$(preset_folder)/exmail.qq.com.json \
	$(preset_folder)/fairnatics.net.json \
	$(preset_folder)/fastmail.com.json \
	$(preset_folder)/fastwebnet.it.json \
	$(preset_folder)/feishu.cn.json \
	$(preset_folder)/force9.co.uk.json \
	$(preset_folder)/forwardemail.net.json \
	$(preset_folder)/free-online.net.json \
	$(preset_folder)/free.de.json \
	$(preset_folder)/free.fr.json \
	$(preset_folder)/freedom.nl.json \
	$(preset_folder)/freenet.de.json \
	$(preset_folder)/gandi.net.json \
	$(preset_folder)/gelsennet.de.json \
	$(preset_folder)/gigahost.dk.json \
	$(preset_folder)/globenet.org.json \
	$(preset_folder)/gmail.com.json \
	$(preset_folder)/gmx.com.json \
	$(preset_folder)/gmx.net.json \
	$(preset_folder)/go.tvm.ne.jp.json \
	$(preset_folder)/godaddy.com.json \
	$(preset_folder)/goneo.de.json \
	$(preset_folder)/goo.jp.json \
	$(preset_folder)/gransy.com.json \
	$(preset_folder)/greensta.de.json \
	$(preset_folder)/gwdg.de.json \
	$(preset_folder)/hal.ne.jp.json \
	$(preset_folder)/hana.or.jp.json \
	$(preset_folder)/hccnet.nl.json \
	$(preset_folder)/hetzner.de.json \
	$(preset_folder)/hey.com.json \
	$(preset_folder)/hostcenter.com.json \
	$(preset_folder)/hostinger.com.json \
	$(preset_folder)/hushmail.com.json \
	$(preset_folder)/i.softbank.jp.json \
	$(preset_folder)/ic-net.or.jp.json \
	$(preset_folder)/icloud.com.json \
	$(preset_folder)/iijmio-mail.jp.json \
	$(preset_folder)/iiyama-catv.ne.jp.json \
	$(preset_folder)/iljmail.com.json \
	$(preset_folder)/inbox.lv.json \
	$(preset_folder)/inet-shibata.or.jp.json \
	$(preset_folder)/infomaniak.com.json \
	$(preset_folder)/interia.pl.json \
	$(preset_folder)/ionos.co.uk.json \
	$(preset_folder)/ionos.com.json \
	$(preset_folder)/ionos.de.json \
	$(preset_folder)/ionos.fr.json \
	$(preset_folder)/ipax.at.json \
	$(preset_folder)/iwafune.ne.jp.json \
	$(preset_folder)/janis.or.jp.json \
	$(preset_folder)/jet.ne.jp.json \
	$(preset_folder)/ji.jet.ne.jp.json \
	$(preset_folder)/juno.com.json \
	$(preset_folder)/kakao.com.json \
	$(preset_folder)/kelcom.net.json \
	$(preset_folder)/kl.wind.ne.jp.json \
	$(preset_folder)/kokuyou.ne.jp.json \
	$(preset_folder)/kolabnow.com.json \
	$(preset_folder)/kpnmail.nl.json \
	$(preset_folder)/laposte.net.json \
	$(preset_folder)/libero.it.json \
	$(preset_folder)/lilo.org.json \
	$(preset_folder)/loopia.se.json \
	$(preset_folder)/loops.so.json \
	$(preset_folder)/mahoroba.ne.jp.json \
	$(preset_folder)/mail.com.json \
	$(preset_folder)/mail.de.json \
	$(preset_folder)/mail.dk.json \
	$(preset_folder)/mail.ee.json \
	$(preset_folder)/mail.fr.json \
	$(preset_folder)/mail.iwafune.ne.jp.json \
	$(preset_folder)/mail.jubii.dk.json \
	$(preset_folder)/mail.ru.json \
	$(preset_folder)/mail.wind.ne.jp.json \
	$(preset_folder)/mailbox.org.json \
	$(preset_folder)/mailersend.net.json \
	$(preset_folder)/mailfence.com.json \
	$(preset_folder)/mailgun.org.json \
	$(preset_folder)/mailjet.com.json \
	$(preset_folder)/mailo.com.json \
	$(preset_folder)/mandrillapp.com.json \
	$(preset_folder)/migadu.com.json \
	$(preset_folder)/mijndomein.nl.json \
	$(preset_folder)/mit.edu.json \
	$(preset_folder)/mittwald.de.json \
	$(preset_folder)/ml.murakami.ne.jp.json \
	$(preset_folder)/mnet-mail.de.json \
	$(preset_folder)/mnet.ne.jp.json \
	$(preset_folder)/mopera.net.json \
	$(preset_folder)/mx1.tiki.ne.jp.json \
	$(preset_folder)/mxroute.com.json \
	$(preset_folder)/mycosmos.gr.json \
	$(preset_folder)/nauta.cu.json \
	$(preset_folder)/naver.com.json \
	$(preset_folder)/netim.com.json \
	$(preset_folder)/nifty.com.json \
	$(preset_folder)/nili.ca.json \
	$(preset_folder)/nsat.jp.json \
	$(preset_folder)/ntlworld.com.json \
	$(preset_folder)/nubo.coop.json \
	$(preset_folder)/o2.pl.json \
	$(preset_folder)/ocn.ne.jp.json \
	$(preset_folder)/office365.com.json \
	$(preset_folder)/ok.de.json \
	$(preset_folder)/one.com.json \
	$(preset_folder)/one.cz.json \
	$(preset_folder)/onet.pl.json \
	$(preset_folder)/optimum.net.json \
	$(preset_folder)/orange.fr.json \
	$(preset_folder)/otenet.gr.json \
	$(preset_folder)/outlook.com.json \
	$(preset_folder)/ouvaton.coop.json \
	$(preset_folder)/ovh.net.json \
	$(preset_folder)/oxcloud-eu.json \
	$(preset_folder)/oxcloud-us.json \
	$(preset_folder)/parabox.or.jp.json \
	$(preset_folder)/partner.outlook.cn.json \
	$(preset_folder)/pdx.edu.json \
	$(preset_folder)/pec.it.json \
	$(preset_folder)/peoplepc.com.json \
	$(preset_folder)/plus.net.json \
	$(preset_folder)/po.wind.ne.jp.json \
	$(preset_folder)/pobox.com.json \
	$(preset_folder)/pop.shibata.ne.jp.json \
	$(preset_folder)/poste.it.json \
	$(preset_folder)/postecert.it.json \
	$(preset_folder)/posteo.de.json \
	$(preset_folder)/postmarkapp.com.json \
	$(preset_folder)/privateemail.com.json \
	$(preset_folder)/privatemail.com.json \
	$(preset_folder)/proton.me.json \
	$(preset_folder)/prxy.com.json \
	$(preset_folder)/ptd.net.json \
	$(preset_folder)/purelymail.com.json \
	$(preset_folder)/q.com.json \
	$(preset_folder)/qip.ru.json \
	$(preset_folder)/qiye.aliyun.com.json \
	$(preset_folder)/qq.com.json \
	$(preset_folder)/rambler.ru.json \
	$(preset_folder)/reagan.com.json \
	$(preset_folder)/rediffmail.com.json \
	$(preset_folder)/rediffmailpro.com.json \
	$(preset_folder)/resend.com.json \
	$(preset_folder)/riseup.net.json \
	$(preset_folder)/rr.com.json \
	$(preset_folder)/runbox.com.json \
	$(preset_folder)/runestone.net.json \
	$(preset_folder)/sapo.pt.json \
	$(preset_folder)/scarlet.be.json \
	$(preset_folder)/schwaz.net.json \
	$(preset_folder)/sendcloud.net.json \
	$(preset_folder)/sendgrid.net.json \
	$(preset_folder)/sendpulse.com.json \
	$(preset_folder)/servercow.de.json \
	$(preset_folder)/seznam.cz.json \
	$(preset_folder)/sfr.fr.json \
	$(preset_folder)/shaw.ca.json \
	$(preset_folder)/sicurezzapostale.it.json \
	$(preset_folder)/sina.com.json \
	$(preset_folder)/sky.com.json \
	$(preset_folder)/skynet.be.json \
	$(preset_folder)/smtp2go.com.json \
	$(preset_folder)/so.wind.ne.jp.json \
	$(preset_folder)/sohosted.com.json \
	$(preset_folder)/solcon.nl.json \
	$(preset_folder)/soverin.net.json \
	$(preset_folder)/sparkpost.com.json \
	$(preset_folder)/startmail.com.json \
	$(preset_folder)/stinpriza.net.json \
	$(preset_folder)/strato.de.json \
	$(preset_folder)/studenti.univr.it.json \
	$(preset_folder)/suddenlink.net.json \
	$(preset_folder)/sunrise.ch.json \
	$(preset_folder)/systemausfall.org.json \
	$(preset_folder)/systemli.org.json \
	$(preset_folder)/t-online.de.json \
	$(preset_folder)/talktalk.net.json \
	$(preset_folder)/telenet.be.json \
	$(preset_folder)/telia.com.json \
	$(preset_folder)/teol.net.json \
	$(preset_folder)/thinline.cz.json \
	$(preset_folder)/tiki.ne.jp.json \
	$(preset_folder)/tim.it.json \
	$(preset_folder)/tin.it.json \
	$(preset_folder)/tipimail.com.json \
	$(preset_folder)/tiscali.cz.json \
	$(preset_folder)/tiscali.it.json \
	$(preset_folder)/titan.email.json \
	$(preset_folder)/tpg.com.au.json \
	$(preset_folder)/turbo-smtp.com.json \
	$(preset_folder)/tuta.com.json \
	$(preset_folder)/uk2.net.json \
	$(preset_folder)/ukr.net.json \
	$(preset_folder)/umich.edu.json \
	$(preset_folder)/undernet.uy.json \
	$(preset_folder)/uol.com.br.json \
	$(preset_folder)/usfamily.net.json \
	$(preset_folder)/verizon.net.json \
	$(preset_folder)/virgilio.it.json \
	$(preset_folder)/virgin.net.json \
	$(preset_folder)/virginmedia.com.json \
	$(preset_folder)/vivaldi.net.json \
	$(preset_folder)/vm.aikis.or.jp.json \
	$(preset_folder)/vodafone.it.json \
	$(preset_folder)/vodafonemail.de.json \
	$(preset_folder)/vp.tiki.ne.jp.json \
	$(preset_folder)/web.de.json \
	$(preset_folder)/webhuset.no.json \
	$(preset_folder)/websupport.sk.json \
	$(preset_folder)/wp.pl.json \
	$(preset_folder)/xp.wind.jp.json \
	$(preset_folder)/xtra.co.nz.json \
	$(preset_folder)/yahoo.co.jp.json \
	$(preset_folder)/yahoo.com.json \
	$(preset_folder)/yandex.ru.json \
	$(preset_folder)/ybb.ne.jp.json \
	$(preset_folder)/yeah.net.json \
	$(preset_folder)/yourhosting.nl.json \
	$(preset_folder)/zeelandnet.nl.json \
	$(preset_folder)/ziggo.nl.json \
	$(preset_folder)/zoho.com.au.json \
	$(preset_folder)/zoho.com.json \
	$(preset_folder)/zoho.eu.json \
	$(preset_folder)/zoho.in.json \
	$(preset_folder)/zoho.jp.json \
	$(preset_folder)/zohocloud.ca.json
EXTRA_DIST += $(preset_popular) $(preset_folder)/LICENSE $(preset_files)
%D%/preset_data.c: %D%/compile_presets$(EXEEXT) $(preset_popular) $(preset_files)
	$(AM_V_GEN)%D%/compile_presets$(EXEEXT) $@.tmp $(preset_popular) $(preset_files) && \
		mv $@.tmp $@
CLEANFILES += %D%/preset_data.c %D%/preset_data.c.tmp
