package io.webim.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names in the page every module that its main module imports, so that a browser asks for all of them at once and not
 * for each when it has read the one before. What is imported only when it is wanted is left out.
 */
final class ModulePreloads {
    private static final String PAGE = "/index.html";
    private static final String HEAD_END = "</head>";
    private static final Pattern MAIN = Pattern.compile("<script type=\"module\" src=\"(/[^\"]+)\"");
    /** Two that begin with a word of their own, which is found many times faster than one or the other. */
    private static final List<Pattern> IMPORTS = Stream.of("from", "import")
            .map(word -> Pattern.compile("%s(?<=\\b%<s) ?['\"](\\.{0,2}/[^'\"]+)['\"]".formatted(word)))
            .toList();

    private ModulePreloads() {}

    /** The same files, the page among them completed. */
    static Map<String, byte[]> in(Map<String, byte[]> files) {
        if (!files.containsKey(PAGE)) {
            return files;
        }
        var page = textOf(files, PAGE);
        var main = MAIN.matcher(page);
        if (!main.find()) {
            return files;
        }
        var links = importedBy(main.group(1), files).stream()
                .map("<link rel=\"modulepreload\" href=\"%s\">\n"::formatted)
                .collect(Collectors.joining());
        var completed = new HashMap<>(files);
        completed.put(PAGE, page.replace(HEAD_END, links + HEAD_END).getBytes(StandardCharsets.UTF_8));
        return completed;
    }

    private static Set<String> importedBy(String main, Map<String, byte[]> files) {
        var found = new LinkedHashSet<String>();
        var unread = new ArrayDeque<>(Set.of(main));
        while (!unread.isEmpty()) {
            var module = unread.remove();
            if (files.containsKey(module) && found.add(module)) {
                var text = textOf(files, module);
                IMPORTS.stream()
                        .flatMap(words -> words.matcher(text).results())
                        .forEach(one -> unread.add(resolved(module, one.group(1))));
            }
        }
        found.remove(main);
        return found;
    }

    private static String resolved(String module, String imported) {
        return URI.create(module).resolve(imported).toString();
    }

    private static String textOf(Map<String, byte[]> files, String path) {
        return new String(files.getOrDefault(path, new byte[0]), StandardCharsets.UTF_8);
    }
}
