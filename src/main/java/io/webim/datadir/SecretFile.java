package io.webim.datadir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/** A secret in a file of the data dir that only its owner may read. */
public record SecretFile(Path path) {
    private static final int BYTES = 48;
    private static final int LEAST_CHARACTERS = 32;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** What signs access tokens, where no secret is configured. */
    public static SecretFile signing(Path dataDir) {
        return new SecretFile(dataDir.resolve("jwt-secret"));
    }

    /** What signed them before the last rotation. */
    public static SecretFile previousSigning(Path dataDir) {
        return new SecretFile(dataDir.resolve("jwt-secret.previous"));
    }

    /** What tells a server from every other one that may run at the same time, and stays over its restarts. */
    public static SecretFile node(Path dataDir) {
        return new SecretFile(dataDir.resolve("node"));
    }

    /** @param loss what deleting a damaged one costs, for the operator */
    public String readOrMake(String loss) throws IOException {
        if (!Files.exists(path)) {
            makeNew();
        }
        return read().orElseThrow(
                        () -> new IOException(path + " is damaged; delete it to have a new one made (" + loss + ")"));
    }

    /** Empty where there is none, or none that could be meant. */
    public Optional<String> read() throws IOException {
        return Files.exists(path)
                ? Optional.of(Files.readString(path, StandardCharsets.US_ASCII).strip())
                        .filter(secret -> secret.length() >= LEAST_CHARACTERS)
                : Optional.empty();
    }

    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    public void makeNew() throws IOException {
        var random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        write(Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** In place of what is there. Written aside and moved: a crash leaves the whole secret or none. */
    public void write(String secret) throws IOException {
        var dataDir = path.toAbsolutePath().getParent();
        Files.createDirectories(dataDir);
        var aside = Files.createTempFile(dataDir, path.getFileName().toString(), ".new");
        try {
            restrict(aside);
            Files.writeString(aside, secret);
            Files.move(aside, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    private static void restrict(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }
}
