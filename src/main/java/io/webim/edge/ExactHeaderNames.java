package io.webim.edge;

import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Takes names of headers as they were sent. Vert.x's own decoder compares some letters of a few names only, so that it
 * and a proxy could see different requests (CVE-2026-102479, mended in none of the versions that can be had together).
 */
final class ExactHeaderNames extends VertxHttpRequestDecoder {
    ExactHeaderNames(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected AsciiString splitHeaderName(byte[] line, int start, int length) {
        return new AsciiString(line, start, length, true);
    }
}
