package io.webim.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.LanguageHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a person is shown at an address where there is nothing; programs are told by {@link Problems}. */
final class MissingPage {
    static final String FOLDER = "/missing/";

    private static final String ENGLISH = "en";
    private static final List<String> FOR_PROGRAMS = List.of("/api/", "/eventbus/");

    private final Map<String, StaticFile> languages = new TreeMap<>();

    /** @param files of the client, some of which are this page in each language, such as {@code /missing/en.html} */
    MissingPage(Map<String, StaticFile> files) {
        files.forEach((path, file) -> {
            if (path.startsWith(FOLDER) && path.endsWith(".html")) {
                languages.put(path.substring(FOLDER.length(), path.lastIndexOf('.')), file);
            }
        });
    }

    /** In the language of whoever asks with a browser, null for all others. */
    @Nullable
    StaticFile of(RoutingContext context) {
        if (!isAPersons(context.request())) {
            return null;
        }
        return context.acceptableLanguages().stream()
                .map(MissingPage::name)
                .map(languages::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(languages.get(ENGLISH));
    }

    private static boolean isAPersons(HttpServerRequest request) {
        @Nullable String accept = request.getHeader("Accept");
        return accept != null
                && accept.contains("text/html")
                && FOR_PROGRAMS.stream().noneMatch(request.path()::startsWith);
    }

    private static String name(LanguageHeader language) {
        return language.tag().toLowerCase(Locale.ROOT);
    }
}
