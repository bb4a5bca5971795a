package io.webim.files.s3;

import io.webim.config.FilesUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/** A server that speaks S3, with a bucket on a folder. */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "webim-files";
    public static final Map<String, String> KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "somebody", "AWS_SECRET_ACCESS_KEY", "somebody's secret");

    private final BlobStoreContext blobs;
    private final S3Proxy proxy;

    private S3Server(BlobStoreContext blobs, S3Proxy proxy) {
        this.blobs = blobs;
        this.proxy = proxy;
    }

    public static S3Server start(Path folder) throws Exception {
        var properties = new Properties();
        properties.setProperty("jclouds.filesystem.basedir", folder.toString());
        var blobs = ContextBuilder.newBuilder("filesystem-nio2")
                .credentials("identity", "credential")
                .overrides(properties)
                .build(BlobStoreContext.class);
        blobs.getBlobStore().createContainerInLocation(null, BUCKET);
        var proxy = S3Proxy.builder()
                .blobStore(blobs.getBlobStore())
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(
                        AuthenticationType.AWS_V2_OR_V4,
                        KEYS.get("AWS_ACCESS_KEY_ID"),
                        KEYS.get("AWS_SECRET_ACCESS_KEY"))
                .build();
        proxy.start();
        return new S3Server(blobs, proxy);
    }

    public int port() {
        return proxy.getPort();
    }

    FilesUrl url() {
        return url(port());
    }

    static FilesUrl url(int port) {
        return new FilesUrl(BUCKET, Optional.of(URI.create("http://127.0.0.1:" + port)), "us-east-1");
    }

    @Override
    public void close() throws Exception {
        proxy.stop();
        blobs.close();
    }
}
