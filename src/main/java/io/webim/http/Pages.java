package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * What is served as it stands in the jar. A start waits for the little that it cannot do without: the documents are read, and
 * files packed, when somebody asks for them.
 */
public final class Pages {
    private final Vertx vertx;
    private final WebClient client;
    private @Nullable Future<Documents> documents;

    private Pages(Vertx vertx, WebClient client) {
        this.vertx = vertx;
        this.client = client;
    }

    /** Needs nobody else. Fails where the jar is broken. */
    public static Future<Pages> read(Vertx vertx) {
        return vertx.executeBlocking(WebClient::load, false).map(client -> new Pages(vertx, client));
    }

    WebClient client() {
        return client;
    }

    synchronized Future<Documents> documents() {
        if (documents == null) {
            documents = vertx.executeBlocking(Documents::read, false);
        }
        return documents;
    }
}
