package io.webim.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets the page load what the build has made of its scripts and styles, where it has: files of the folder {@code /app},
 * each with a hash of its content in its name. What stands before the first paint comes within the page itself. Without
 * a bundle the page loads the sources.
 */
final class Bundle {
    private static final String FOLDER = "/app/";
    private static final String PAGE = "/index.html";
    private static final Pattern MADE = Pattern.compile(FOLDER + "([a-z-]+)-[A-Z0-9]{8}(\\.[a-z0-9]+)");
    private static final Pattern IMPORT_MAP = Pattern.compile("\\s*<script type=\"importmap\">.*?</script>");
    private static final Pattern SCRIPT = Pattern.compile("<script src=\"(/app/[^\"]+)\"></script>");
    private static final Pattern STYLE = Pattern.compile("<link rel=\"stylesheet\" href=\"(/app/[^\"]+)\">");
    private static final Pattern ADDRESS = Pattern.compile("\"/(?:js|css|vendor)/([a-z-]+\\.[a-z0-9]+)\"");

    private final Map<String, byte[]> files;
    private final Map<String, String> made = new HashMap<>();

    private Bundle(Map<String, byte[]> files) {
        this.files = files;
        for (var path : files.keySet()) {
            var name = MADE.matcher(path);
            if (name.matches()) {
                made.put(name.group(1) + name.group(2), path);
            }
        }
    }

    /** The same files, the page among them changed. */
    static Map<String, byte[]> in(Map<String, byte[]> files) {
        var bundle = new Bundle(files);
        return bundle.made.containsKey("main.js") && files.containsKey(PAGE) ? bundle.used() : files;
    }

    /** Whether a path stands for one content for ever. */
    static boolean isFixed(String path) {
        return path.startsWith(FOLDER);
    }

    private Map<String, byte[]> used() {
        var page = IMPORT_MAP.matcher(text(PAGE)).replaceAll("");
        page = replaced(page, ADDRESS, name -> '"' + made.getOrDefault(name.group(1), name.group()) + '"');
        page = replaced(page, STYLE, path -> "<style>" + text(path.group(1)) + "</style>");
        page = replaced(page, SCRIPT, path -> "<script>" + text(path.group(1)) + "</script>");
        var changed = new HashMap<>(files);
        changed.put(PAGE, page.getBytes(UTF_8));
        changed.remove(made.get("webim.css"));
        changed.remove(made.get("early.js"));
        return changed;
    }

    private static String replaced(String page, Pattern pattern, Function<MatchResult, String> by) {
        return pattern.matcher(page).replaceAll(found -> Matcher.quoteReplacement(by.apply(found)));
    }

    private String text(String path) {
        return new String(files.getOrDefault(path, new byte[0]), UTF_8);
    }
}
