package io.webim.push;

import io.webim.contract.Signs;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the links of a text begin and end, as the client's {@code links.js} has it: no sign in them means emphasis. */
final class TextLinks {
    private static final int NEAR = 200;
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
    private static final String LABEL = "[\\p{L}\\p{M}\\p{N}][\\p{L}\\p{M}\\p{N}_-]{0,62}";
    private static final String USER = "[\\w.%~+-]{1,64}(?::[\\w.%~+-]{0,64})?@";
    private static final String MAIL = "[\\p{IsLatin}\\p{M}\\p{N}._+-]{1,64}@" + LABEL + "(?:\\." + LABEL + "){1,8}";
    private static final String CLEAR = "com|org|net|edu|gov|io|eu|de|uk|fr|nl|ch|ru|ua|cn|jp|kr|tw|hk|br|cz|dk";
    private static final String WITH_PATH =
            "ai|app|at|au|be|ca|cc|co|dev|es|fi|fm|gg|gl|gle|hu|id|ie|il|info|it|li|link|ly"
                    + "|me|mx|no|nz|online|pl|pt|ro|se|site|tr|tv|us|xyz|za";
    private static final String BARE = "(?:[a-z\\d][a-z\\d-]{0,62}\\.){1,8}(?:(?:" + CLEAR
            + ")(?![\\p{IsLatin}\\p{N}(@_-]|\\.[a-z\\d])|(?:" + WITH_PATH + ")(?=/[\\p{L}\\p{N}@?~]))";
    private static final Pattern NOT_BARE = Pattern.compile("^(?:com|org|net|io|javax?)\\.|\\.[^.]*[A-Z][^.]*$");
    private static final Pattern NO_START = Pattern.compile("[@/\\\\._$#%&=+~-]");
    private static final Pattern BEGINNING = Pattern.compile(
            "(?:https?://(?:" + USER + ")?(?:\\[[0-9a-f:.]{2,45}\\]|" + LABEL + "(?:\\." + LABEL + "){0,30})|www(?:\\."
                    + LABEL + "){1,30})|(?<mail>" + MAIL + ")|(?<bare>" + BARE + ")",
            FLAGS);
    private static final Pattern GLUED = Pattern.compile("^(?!xn--)[a-z]{2,63}(?=[_-]|(?!\\p{IsLatin})\\p{L})", FLAGS);
    private static final Pattern LOOSE_END = Pattern.compile("[_-]+$");
    private static final Pattern REACHED =
            Pattern.compile("^(?:https?://)?(?:[^@/?#]*@)?(?:localhost\\b|\\[|[^/?#:]*[^.]\\.[^.])", FLAGS);
    private static final Pattern PORT = Pattern.compile("^:\\d{1,5}(?!\\d)");
    private static final Pattern NEVER = Pattern.compile(
            "[<>\"\\\\^`|\\u00b4\\uff00-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\u275b-\\u2760\\p{C}]");
    private static final Pattern FOREIGN = Pattern.compile("['\\p{P}\\p{S}]");
    private static final Pattern ASCII = Pattern.compile("[!-&(-~]");
    private static final Pattern INNER = Pattern.compile("['\\u00b7\\u30fb\\u05f3\\u05f4]");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]");
    private static final Pattern LATIN = Pattern.compile("[\\p{IsLatin}\\p{N}]");
    private static final Pattern EMPHASIS = Pattern.compile("(?:^|[\\s\\p{P}])_(?![\\s_])");

    private TextLinks() {}

    record Link(int start, int end) {}

    static List<Link> in(String text) {
        var links = new ArrayList<Link>();
        var found = BEGINNING.matcher(text);
        int rest = 0;
        while (found.find()) {
            int end = found.start() >= rest ? end(text, found) : 0;
            if (end > 0) {
                links.add(new Link(found.start(), end));
                rest = end;
            }
        }
        return links;
    }

    static String signBefore(String text, int index) {
        return index == 0 ? "" : Character.toString(text.codePointBefore(index));
    }

    static String signAt(String text, int index) {
        return index < text.length() ? Character.toString(text.codePointAt(index)) : "";
    }

    /** 0 where it is no link. */
    private static int end(String text, Matcher found) {
        var before = signBefore(text, found.start());
        if (is(LATIN, before) || (found.group("bare") != null && !isBare(found.group("bare"), before))) {
            return 0;
        }
        var host = host(found.group());
        int afterHost = found.start() + host.length();
        if (found.group("mail") != null) {
            return afterHost;
        }
        // Before its path is read, or a text of many that lead nowhere would be read again from each of them.
        if (!REACHED.matcher(host).find()) {
            return 0;
        }
        return afterHost < found.end() ? afterHost : endOfPath(text, afterHost, found.start());
    }

    private static boolean isBare(String name, String before) {
        return !is(NO_START, before) && !is(NOT_BARE, name);
    }

    private static String host(String whole) {
        int unseen = 0;
        while (unseen < whole.length() && Signs.hasVisible(signAt(whole, unseen))) {
            unseen += signAt(whole, unseen).length();
        }
        var address = whole.substring(0, unseen);
        int start = address.lastIndexOf('.') + 1;
        var domain = GLUED.matcher(address.substring(start));
        return start > 0 && domain.find()
                ? address.substring(0, start) + domain.group()
                : LOOSE_END.matcher(address).replaceFirst("");
    }

    private static int endOfPath(String text, int start, int link) {
        var port = PORT.matcher(text.substring(start, Math.min(text.length(), start + 7)));
        int path = start + (port.find() ? port.end() : 0);
        if (path >= text.length() || "/?#".indexOf(text.charAt(path)) < 0) {
            return path;
        }
        int end = endOfWord(text, path);
        int line = Math.max(link - NEAR, text.lastIndexOf('\n', link) + 1);
        boolean emphasised = EMPHASIS.matcher(text.substring(line, link)).find();
        while (".,;:!?*~([{".indexOf(text.charAt(end - 1)) >= 0 || (emphasised && text.charAt(end - 1) == '_')) {
            end--;
        }
        return end;
    }

    private static int endOfWord(String text, int start) {
        var open = new ArrayDeque<String>();
        int at = start;
        while (at < text.length()) {
            var sign = signAt(text, at);
            int next = at + sign.length();
            if (is(NEVER, sign) || !Signs.hasVisible(sign)) {
                break;
            }
            if ("([{".contains(sign)) {
                open.push(sign);
            } else if (")]}".contains(sign)) {
                var opening = "([{".substring(")]}".indexOf(sign)).substring(0, 1);
                if (open.isEmpty() || !open.pop().equals(opening)) {
                    break;
                }
            } else if (is(FOREIGN, sign) && !is(ASCII, sign) && !isInWord(text, sign, at, next)) {
                break;
            }
            at = next;
        }
        return at;
    }

    private static boolean isInWord(String text, String sign, int at, int next) {
        return is(INNER, sign) && is(WORD, signBefore(text, at)) && is(WORD, signAt(text, next));
    }

    private static boolean is(Pattern pattern, String sign) {
        return pattern.matcher(sign).find();
    }
}
