package io.webim.files;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

/** Bytes of a store that are there to be sent. */
public interface Fetched {
    /** Sends them and ends the response; to be called once. */
    Future<Void> sendTo(HttpServerResponse response);

    /** Nobody wants any more of them; needed also after they were sent. */
    void close();
}
