package io.webim.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** What is served as it stands in the jar. Reading and packing it takes a while, and needs nobody else. */
public final class Pages {
    private final WebClient client;
    private final Documents documents;

    private Pages(WebClient client, Documents documents) {
        this.client = client;
        this.documents = documents;
    }

    /** Fails where the jar is broken. */
    public static Future<Pages> read(Vertx vertx) {
        var client = vertx.executeBlocking(WebClient::load, false);
        var documents = vertx.executeBlocking(Documents::read, false);
        return Future.all(client, documents).map(read -> new Pages(client.result(), documents.result()));
    }

    WebClient client() {
        return client;
    }

    Documents documents() {
        return documents;
    }
}
