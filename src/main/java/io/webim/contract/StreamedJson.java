package io.webim.contract;

import io.vertx.core.json.jackson.JacksonCodec;
import io.vertx.core.spi.JsonFactory;
import io.vertx.core.spi.json.JsonCodec;

/**
 * What Vert.x reads and writes JSON with: Jackson's streams alone. Nothing here is mapped to objects, and the mapper that
 * Vert.x would find on the class path, which passkeys bring, takes five hundred classes to the start.
 */
public final class StreamedJson implements JsonFactory {
    private final JsonCodec codec = new JacksonCodec();

    @Override
    public JsonCodec codec() {
        return codec;
    }
}
