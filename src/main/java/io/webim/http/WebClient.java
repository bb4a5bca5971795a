package io.webim.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.webim.contract.ErrorCode;
import io.webim.contract.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The browser client: every file of {@code webroot/}, read once and found by its exact path, so that no path leads
 * elsewhere. Browsers ask each time whether their copy is current, unless its name says so: after an upgrade nobody runs
 * half of each version.
 */
final class WebClient {
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String INDEX = "/index.html";
    /** Said too, or what is packed in itself would be packed on the way. */
    private static final String UNPACKED = "identity";

    private static final String EACH_TIME = "no-cache";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Map<String, StaticFile> files;
    private final MissingPage missing;

    WebClient(Map<String, byte[]> webroot) {
        var unnamed = ModulePreloads.in(Bundle.in(webroot));
        var version = ClientVersion.of(unnamed);
        var contents = version.toldIn(unnamed);
        this.files = new HashMap<>();
        contents.forEach((path, bytes) -> files.put(path, StaticFile.of(path, bytes)));
        files.put(FileList.PATH, StaticFile.of(FileList.PATH, FileList.of(version, contents)));
        @Nullable StaticFile index = files.get(INDEX);
        if (index != null) {
            files.put("/", index);
        }
        this.missing = new MissingPage(files);
    }

    static WebClient load() throws IOException {
        return new WebClient(Webroot.read());
    }

    /** What stands within the page, for the Content-Security-Policy to allow. */
    InlineParts inlineParts() {
        return InlineParts.of(Optional.ofNullable(files.get(INDEX))
                .map(index -> index.content().toString(StandardCharsets.UTF_8))
                .orElse(""));
    }

    void mount(Router router, Toll toll) {
        router.route().handler(context -> serve(context, toll));
    }

    /** An address that cannot be decoded leads nowhere, and no route with a path can be asked about it. */
    void answerUnreadable(RoutingContext context) {
        if (isReadable(context)) {
            context.next();
        } else {
            answerMissing(context);
        }
    }

    static boolean isReadable(RoutingContext context) {
        try {
            return context.normalizedPath() != null;
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }

    private void serve(RoutingContext context, Toll toll) {
        @Nullable StaticFile file = files.get(context.normalizedPath());
        if (file == null) {
            answerMissing(context);
        } else if (isRead(context.request())) {
            answer(context, file, toll);
        } else {
            context.response().putHeader("Allow", "GET, HEAD");
            context.fail(Failure.of(ErrorCode.METHOD_NOT_ALLOWED, "This address takes GET, HEAD."));
        }
    }

    private static void answer(RoutingContext context, StaticFile file, Toll toll) {
        var response = context.response()
                .putHeader("Content-Type", file.type())
                .putHeader("Cache-Control", Bundle.isFixed(context.normalizedPath()) ? FOR_EVER : EACH_TIME)
                .putHeader("ETag", file.etag())
                .putHeader("Vary", "Accept-Encoding");
        if (file.isKnown(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        if (acceptsGzip(context.request())) {
            file.packed(context.vertx())
                    .onSuccess(packed -> packed.ifPresentOrElse(
                            gzip -> answer(context, "gzip", gzip, toll),
                            () -> answer(context, UNPACKED, file.content(), toll)))
                    .onFailure(context::fail);
        } else {
            answer(context, UNPACKED, file.content(), toll);
        }
    }

    private static void answer(RoutingContext context, String encoding, Buffer content, Toll toll) {
        context.response().putHeader("Content-Encoding", encoding);
        toll.owe(context, content.length());
        send(context, content);
    }

    private void answerMissing(RoutingContext context) {
        @Nullable StaticFile page = isRead(context.request()) ? missing.of(context) : null;
        if (page == null) {
            context.next();
            return;
        }
        context.response()
                .setStatusCode(404)
                .putHeader("Content-Type", page.type())
                .putHeader("Cache-Control", "no-store");
        send(context, page.content());
    }

    private static void send(RoutingContext context, Buffer content) {
        if (context.request().method().equals(HttpMethod.HEAD)) {
            context.response()
                    .putHeader("Content-Length", Integer.toString(content.length()))
                    .end();
        } else {
            context.response().end(content);
        }
    }

    private static boolean isRead(HttpServerRequest request) {
        return READING.contains(request.method());
    }

    private static boolean acceptsGzip(HttpServerRequest request) {
        return AcceptedEncodings.of(request.headers().getAll("Accept-Encoding")).take("gzip");
    }
}
