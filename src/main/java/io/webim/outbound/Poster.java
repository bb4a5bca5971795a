package io.webim.outbound;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.webim.outbound.Destinations.Destination;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Posts to the very address that was looked at; follows nowhere, and listens to nothing but the status. */
public final class Poster {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int MOST_ANSWER_BYTES = 16 * 1024;

    private final Vertx vertx;
    private final HttpClientAgent http;
    private final long millis;

    /**
     * @param options say whom to trust
     * @param millis within which there is an answer, or none
     */
    public Poster(Vertx vertx, HttpClientOptions options, long millis) {
        this.vertx = vertx;
        this.millis = millis;
        this.http = vertx.httpClientBuilder()
                .with(options.setConnectTimeout(CONNECT_MILLIS)
                        .setDecompressionSupported(false)
                        .setIdleTimeout(30))
                // What fails by it is noted; without this each is a line in the log besides.
                .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
                .build();
    }

    /** @param retryAfter seconds that are asked for; 0 where none are */
    public record Answer(int status, int retryAfter) {
        public boolean isDone() {
            return status >= 200 && status < 300;
        }
    }

    /** @param cut ends it before */
    public Future<Answer> post(Destination destination, Map<String, String> headers, Buffer body, Future<Void> cut) {
        var path = destination.uri().getRawPath();
        var query = destination.uri().getRawQuery();
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(destination.address())
                .setHost(destination.uri().getHost())
                .setPort(destination.port())
                .setSsl(destination.isTls())
                .setURI((path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query))
                .setTimeout(millis);
        headers.forEach(options::putHeader);
        return http.request(options).compose(request -> {
            cut.onComplete(done -> request.reset());
            long deadline = vertx.setTimer(millis, late -> request.reset());
            return request.send(body)
                    .onFailure(failed -> vertx.cancelTimer(deadline))
                    .map(response -> {
                        response.end().onComplete(done -> vertx.cancelTimer(deadline));
                        discard(request, response);
                        return new Answer(response.statusCode(), seconds(response.getHeader("Retry-After")));
                    });
        });
    }

    /** Nobody here waits for what there is to say besides, be it without end. */
    private static void discard(HttpClientRequest request, HttpClientResponse response) {
        var read = new int[1];
        response.exceptionHandler(error -> {});
        response.handler(part -> {
            read[0] += part.length();
            if (read[0] > MOST_ANSWER_BYTES) {
                request.reset();
            }
        });
    }

    private static int seconds(@Nullable String retryAfter) {
        return retryAfter != null && retryAfter.matches("[0-9]{1,6}") ? Integer.parseInt(retryAfter) : 0;
    }
}
