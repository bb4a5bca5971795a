package io.webim.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A store that speaks S3: {@code s3://bucket?endpoint=…&region=…}. Who asks it, the environment says.
 *
 * @param endpoint empty is Amazon's own
 * @param region where it has none, any will do
 */
public record FilesUrl(String bucket, Optional<URI> endpoint, String region) {
    static final String ACCEPTS = "s3://bucket?endpoint=https://host:port&region=name";

    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

    /** @throws IllegalArgumentException that says what is wrong */
    public static FilesUrl parse(String text) {
        var uri = uri(text, "not a URL");
        if (!"s3".equals(uri.getScheme())) {
            throw new IllegalArgumentException("not s3://bucket…");
        }
        var bucket = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException("no such name of a bucket (keys belong into the environment)");
        }
        var path = uri.getRawPath();
        if (path != null && !path.isEmpty() && !path.equals("/")) {
            throw new IllegalArgumentException("a bucket has no folders here");
        }
        return parse(bucket, uri.getRawQuery());
    }

    private static FilesUrl parse(String bucket, @Nullable String query) {
        Optional<URI> endpoint = Optional.empty();
        var region = "";
        for (var pair : query == null ? new String[0] : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            var value = equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            switch (equals < 0 ? pair : pair.substring(0, equals)) {
                case "endpoint" -> endpoint = Optional.of(endpoint(value));
                case "region" -> region = value;
                default -> throw new IllegalArgumentException("only endpoint and region can be set");
            }
        }
        if (region.isEmpty() && endpoint.isEmpty()) {
            throw new IllegalArgumentException("neither an endpoint nor a region");
        }
        if (!region.isEmpty() && !REGION.matcher(region).matches()) {
            throw new IllegalArgumentException("no such region");
        }
        return new FilesUrl(bucket, endpoint, region.isEmpty() ? "us-east-1" : region);
    }

    private static URI endpoint(String text) {
        var uri = uri(text, "the endpoint is not a URL");
        boolean isWeb = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!isWeb || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the endpoint is not http:// or https://, a host and a port if needed");
        }
        return uri;
    }

    private static URI uri(String text, String otherwise) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
