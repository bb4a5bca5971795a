package io.webim.files.s3;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.webim.bus.SparseLog;
import io.webim.config.FilesUrl;
import io.webim.files.FileStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Files in a bucket of a store that speaks S3. What cannot be done fails with an {@link IOException} that says why, in
 * bounded time.
 */
public final class S3FileStore implements FileStore {
    private static final SparseLog log = new SparseLog(LoggerFactory.getLogger(S3FileStore.class));

    /** What is larger goes up in parts of that size, so that a break costs one of them. */
    static final long PART = 8L << 20;
    /** No store takes more. */
    private static final long MOST_PARTS = 10_000;

    private static final int THREADS = 2;
    private static final int CONNECTIONS = 200;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(20);
    /** For a small request, or a part. */
    private static final Duration ATTEMPT = Duration.ofSeconds(60);

    private static final Duration CALL = Duration.ofSeconds(150);

    private final Vertx vertx;
    private final FilesUrl url;
    private final SdkEventLoopGroup loops;
    private final S3AsyncClient client;
    private final Duration silence;

    private S3FileStore(Vertx vertx, FilesUrl url, AwsCredentials credentials, Duration silence) {
        this.silence = silence;
        this.vertx = vertx;
        this.url = url;
        this.loops = SdkEventLoopGroup.builder().numberOfThreads(THREADS).build();
        this.client = client(url, credentials, loops, silence);
    }

    /**
     * Connects to nothing yet.
     *
     * @param environment with {@code AWS_ACCESS_KEY_ID}, {@code AWS_SECRET_ACCESS_KEY} and, where it is of use,
     *     {@code AWS_SESSION_TOKEN}
     * @throws IllegalArgumentException where they are missing
     */
    public static S3FileStore open(Vertx vertx, FilesUrl url, Map<String, String> environment) {
        return open(vertx, url, environment, SILENCE);
    }

    static S3FileStore open(Vertx vertx, FilesUrl url, Map<String, String> environment, Duration silence) {
        var id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
        var secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
        var token = environment.getOrDefault("AWS_SESSION_TOKEN", "");
        if (id.isEmpty() || secret.isEmpty()) {
            throw new IllegalArgumentException(
                    "The store for files needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
        }
        return new S3FileStore(
                vertx,
                url,
                token.isEmpty()
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token),
                silence);
    }

    /** @param patience with a store to which there is no connection */
    private static S3AsyncClient client(
            FilesUrl url, AwsCredentials credentials, SdkEventLoopGroup loops, Duration patience) {
        var builder = S3AsyncClient.builder()
                .region(Region.of(url.region()))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                // Nothing but its name leads to a bucket of one's own server; and others do not know the newer sums.
                .forcePathStyle(url.endpoint().isPresent())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(all -> all.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL))
                .httpClient(NettyNioAsyncHttpClient.builder()
                        .eventLoopGroup(loops)
                        .maxConcurrency(CONNECTIONS)
                        .connectionTimeout(CONNECT)
                        .connectionAcquisitionTimeout(patience)
                        .readTimeout(SILENCE)
                        .writeTimeout(SILENCE)
                        .build());
        url.endpoint().ifPresent(builder::endpointOverride);
        return builder.build();
    }

    @Override
    public Future<Void> put(String key, Path complete) {
        return blocking(() -> Files.size(complete))
                .compose(size -> size <= PART ? putWhole(key, complete) : putParts(key, complete, size))
                .compose(stored -> blocking(() -> Files.deleteIfExists(complete)))
                .mapEmpty();
    }

    private Future<Void> putWhole(String key, Path file) {
        return ask(
                        key,
                        () -> client.putObject(
                                put -> put.bucket(url.bucket()).key(key), AsyncRequestBody.fromFile(file)))
                .mapEmpty();
    }

    private Future<Void> putParts(String key, Path file, long size) {
        return ask(
                        key,
                        () -> client.createMultipartUpload(
                                begin -> begin.bucket(url.bucket()).key(key)))
                .compose(begun -> putParts(key, file, size, begun.uploadId())
                        .recover(
                                error -> abandon(key, begun.uploadId()).transform(done -> Future.failedFuture(error))));
    }

    private Future<Void> putParts(String key, Path file, long size, String uploadId) {
        long part = Math.max(PART, (size + MOST_PARTS - 1) / MOST_PARTS);
        var done = new ArrayList<CompletedPart>();
        Future<Void> last = Future.succeededFuture();
        for (long from = 0; from < size; from += part) {
            long at = from;
            int number = (int) (from / part) + 1;
            last = last.compose(before -> putPart(key, file, uploadId, number, at, Math.min(part, size - at)))
                    .map(done::add)
                    .mapEmpty();
        }
        return last.compose(all -> complete(key, uploadId, done));
    }

    private Future<CompletedPart> putPart(String key, Path file, String uploadId, int number, long at, long length) {
        var body =
                AsyncRequestBody.fromFile(part -> part.path(file).position(at).numBytesToRead(length));
        return ask(
                        key,
                        () -> client.uploadPart(
                                part -> part.bucket(url.bucket())
                                        .key(key)
                                        .uploadId(uploadId)
                                        .partNumber(number),
                                body))
                .map(stored -> CompletedPart.builder()
                        .partNumber(number)
                        .eTag(stored.eTag())
                        .build());
    }

    private Future<Void> complete(String key, String uploadId, List<CompletedPart> parts) {
        return ask(
                        key,
                        () -> client.completeMultipartUpload(end -> end.bucket(url.bucket())
                                .key(key)
                                .uploadId(uploadId)
                                .multipartUpload(all -> all.parts(parts))))
                .mapEmpty();
    }

    /** Else the store keeps, and counts, what came of it. */
    private Future<Void> abandon(String key, String uploadId) {
        return ask(
                        key,
                        () -> client.abortMultipartUpload(
                                end -> end.bucket(url.bucket()).key(key).uploadId(uploadId)))
                .onFailure(error -> log.warn("An unfinished upload stays in the bucket: {}", error.toString()))
                .mapEmpty();
    }

    @Override
    public Future<ReadStream<Buffer>> read(String key, long from, long length) {
        var context = vertx.getOrCreateContext();
        return ask(
                        key,
                        () -> client.headObject(
                                head -> head.bucket(url.bucket()).key(key)))
                .map(found -> new S3Stream(
                        context, client, url.bucket(), key, found.eTag(), from, from + length, silence.toMillis()));
    }

    @Override
    public Future<Void> delete(String key) {
        return ask(
                        key,
                        () -> client.deleteObject(
                                delete -> delete.bucket(url.bucket()).key(key)))
                .<Void>mapEmpty()
                .recover(error ->
                        error instanceof NoSuchFileException ? Future.succeededFuture() : Future.failedFuture(error));
    }

    @Override
    public Future<Void> check() {
        var key = ".webim-check";
        return ask(
                        key,
                        () -> client.putObject(
                                put -> put.bucket(url.bucket()).key(key), AsyncRequestBody.fromString("webim")))
                .compose(written -> ask(
                        key,
                        () -> client.headObject(
                                head -> head.bucket(url.bucket()).key(key))))
                .compose(read -> delete(key));
    }

    /** What was begun fails. */
    public Future<Void> close() {
        client.close();
        var closed = Promise.<Void>promise();
        loops.eventLoopGroup().shutdownGracefully().addListener(done -> closed.complete());
        return closed.future();
    }

    private <T> Future<T> blocking(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    /** On the context that asks. */
    private <T> Future<T> ask(String key, Supplier<CompletableFuture<T>> request) {
        return Future.fromCompletionStage(request.get(), vertx.getOrCreateContext())
                .recover(error -> Future.failedFuture(told(url.bucket(), key, error)));
    }

    static IOException told(String bucket, String key, Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof S3Exception refusal) {
            return refused(bucket, key, refusal);
        }
        return new IOException("The store of the bucket " + bucket + " is away: " + root(cause), cause);
    }

    private static IOException refused(String bucket, String key, S3Exception refusal) {
        var details = refusal.awsErrorDetails();
        var code = details == null || details.errorCode() == null ? "" : details.errorCode();
        if (refusal.statusCode() == 404 && !code.equals("NoSuchBucket")) {
            return new NoSuchFileException(key);
        }
        return new IOException(
                "The store refuses the bucket " + bucket + ": " + refusal.statusCode() + " " + code, refusal);
    }

    private static String root(Throwable error) {
        var cause = error;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
