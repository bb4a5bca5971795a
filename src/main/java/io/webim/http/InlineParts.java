package io.webim.http;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** The scripts and styles within a page, each as the source that a Content-Security-Policy names it by: its hash. */
record InlineParts(List<String> scripts, List<String> styles) {
    private static final Pattern SCRIPT = Pattern.compile("(?s)<script(?![^>]* src=)[^>]*>(.*?)</script>");
    private static final Pattern STYLE = Pattern.compile("(?s)<style>(.*?)</style>");

    static InlineParts of(String page) {
        return new InlineParts(hashes(SCRIPT, page), hashes(STYLE, page));
    }

    private static List<String> hashes(Pattern pattern, String page) {
        return pattern.matcher(page)
                .results()
                .map(part ->
                        "'sha256-%s'".formatted(StaticFile.sha256(part.group(1).getBytes(StandardCharsets.UTF_8))))
                .toList();
    }
}
