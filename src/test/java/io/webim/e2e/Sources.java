package io.webim.e2e;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The client as it stands in {@code webroot}, module by module, which needs no build. */
final class Sources {
    private static final Path FOLDER = Path.of("webroot");

    private Sources() {}

    static void serve(Page page) {
        page.route(
                url -> Files.isRegularFile(file(url)),
                route -> route.fulfill(
                        new Route.FulfillOptions().setPath(file(route.request().url()))));
    }

    private static Path file(String url) {
        var path = URI.create(url).getPath().substring(1);
        return FOLDER.resolve(path.isEmpty() ? "index.html" : path);
    }
}
