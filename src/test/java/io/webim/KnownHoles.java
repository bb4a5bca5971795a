package io.webim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.artifact.versioning.ComparableVersion;
import org.jspecify.annotations.Nullable;

/** The holes that the project knows of, as {@code scripts/known-holes} keeps them: records in the form of OSV. */
record KnownHoles(List<Hole> holes) {
    static final Path LIST = Path.of("scripts", "known-holes.json");

    static final String MAVEN = "Maven";
    static final String NPM = "npm";

    /** @param ecosystem as OSV names it: Maven, with {@code group:artifact} as the name, or npm */
    record Part(String ecosystem, String name, String version) {}

    /** A part of a product with a hole in it. */
    record Finding(Part part, String id, @Nullable String fixed, String summary) {
        @Override
        public String toString() {
            return "%s %s has the hole %s, fixed in %s: %s"
                    .formatted(
                            part.name(), part.version(), id, Objects.requireNonNullElse(fixed, "no version"), summary);
        }
    }

    static KnownHoles read(Path list) throws IOException {
        var records = new JsonArray(Buffer.buffer(Files.readAllBytes(list)));
        return new KnownHoles(objects(records).flatMap(Hole::of).toList());
    }

    List<Finding> in(Stream<Part> parts) {
        return parts.flatMap(this::in).toList();
    }

    private Stream<Finding> in(Part part) {
        return holes.stream()
                .filter(hole -> hole.affects(part))
                .map(hole -> new Finding(
                        part, hole.id, hole.fixedAfter(part.version()).orElse(null), hole.summary));
    }

    /** One package of a record. */
    record Hole(String id, String summary, String ecosystem, String name, List<Range> ranges, List<String> versions) {
        static Stream<Hole> of(JsonObject entry) {
            return objects(entry.getJsonArray("affected")).map(affected -> {
                var named = affected.getJsonObject("package");
                return new Hole(
                        entry.getString("id"),
                        entry.getString("summary", ""),
                        named.getString("ecosystem"),
                        named.getString("name"),
                        objects(affected.getJsonArray("ranges", new JsonArray()))
                                .flatMap(range -> Range.of(range.getJsonArray("events")))
                                .toList(),
                        affected.getJsonArray("versions", new JsonArray()).stream()
                                .map(String.class::cast)
                                .toList());
            });
        }

        boolean affects(Part part) {
            return ecosystem.equals(part.ecosystem())
                    && name.equals(part.name())
                    && (versions.contains(part.version())
                            || ranges.stream().anyMatch(range -> range.holds(part.version())));
        }

        private Optional<String> fixedAfter(String version) {
            return ranges.stream()
                    .filter(range -> range.fixed != null && isBefore(version, range.fixed))
                    .map(range -> Objects.requireNonNull(range.fixed))
                    .min((one, other) -> new ComparableVersion(one).compareTo(new ComparableVersion(other)));
        }
    }

    /** From a version on: up to one that is fixed, or to the last one that is not, or for ever. */
    record Range(
            String introduced,
            @Nullable String fixed,
            @Nullable String lastAffected) {
        /** Events come in pairs, except that the last of them may be missing. */
        static Stream<Range> of(JsonArray events) {
            var all = objects(events).toList();
            return Stream.iterate(0, i -> i < all.size(), i -> i + 1)
                    .filter(i -> all.get(i).containsKey("introduced"))
                    .map(i -> {
                        var end = i + 1 < all.size() ? all.get(i + 1) : new JsonObject();
                        return new Range(
                                all.get(i).getString("introduced"),
                                end.getString("fixed"),
                                end.getString("last_affected"));
                    });
        }

        boolean holds(String version) {
            return !isBefore(version, introduced)
                    && (fixed == null || isBefore(version, fixed))
                    && (lastAffected == null || !isBefore(lastAffected, version));
        }
    }

    private static boolean isBefore(String version, String other) {
        return new ComparableVersion(version).compareTo(new ComparableVersion(other)) < 0;
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast);
    }
}
