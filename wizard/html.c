/* SPDX-License-Identifier: MIT */
#include "html.h"

#include <string.h>

#include "../probes/text.h"

#define TEXT_MAX 16384 /* a line of a dialogue may be long; all of it is shown */

void html_markup(struct html *html, const char *markup)
{
	if (buf_puts(html->out, markup) != 0)
		html->full = true;
}

/* The one place where text becomes part of a page. */
void html_text(struct html *html, const char *text)
{
	const char *safe = text_safe(html->arena, text, strlen(text), TEXT_MAX);

	for (; *safe != '\0'; safe++)
		switch (*safe) {
		case '&': buf_puts(html->out, "&amp;"); break;
		case '<': buf_puts(html->out, "&lt;"); break;
		case '>': buf_puts(html->out, "&gt;"); break;
		case '"': buf_puts(html->out, "&quot;"); break;
		case '\'': buf_puts(html->out, "&#39;"); break;
		default: buf_add(html->out, safe, 1);
		}
}

void html_attribute(struct html *html, const char *name, const char *value)
{
	buf_printf(html->out, " %s=\"", name);
	html_text(html, value);
	buf_puts(html->out, "\"");
}

void html_element(struct html *html, const char *tag, const char *class, const char *text)
{
	buf_printf(html->out, "<%s", tag);
	if (class != NULL)
		html_attribute(html, "class", class);
	buf_puts(html->out, ">");
	html_text(html, text);
	buf_printf(html->out, "</%s>", tag);
}

/* Another scheme could run something; blanks and controls have no place in a link. */
static int is_web_link(const char *url)
{
	if (!text_starts_nocase(url, "https://") && !text_starts_nocase(url, "http://"))
		return 0;
	for (; *url != '\0'; url++)
		if ((unsigned char)*url <= ' ' || (unsigned char)*url >= 0x7f)
			return 0;
	return 1;
}

void html_link(struct html *html, const char *url)
{
	if (!is_web_link(url)) {
		html_text(html, url);
		return;
	}
	buf_puts(html->out, "<a rel=\"noreferrer noopener\"");
	html_attribute(html, "href", url);
	buf_puts(html->out, ">");
	html_text(html, url);
	buf_puts(html->out, "</a>");
}
