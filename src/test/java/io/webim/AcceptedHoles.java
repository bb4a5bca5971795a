package io.webim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Known holes that are left in for a reason, each in one version of one part: {@code scripts/known-holes-accepted.json}.
 *
 * @param reasons by id, part and version
 */
record AcceptedHoles(Map<String, String> reasons) {
    static AcceptedHoles read() throws IOException {
        var entries = new JsonArray(Buffer.buffer(Files.readAllBytes(Path.of("scripts", "known-holes-accepted.json"))));
        return new AcceptedHoles(entries.stream()
                .map(JsonObject.class::cast)
                .flatMap(entry -> entry.getJsonArray("parts").stream()
                        .map(part -> Map.entry(entry.getString("id") + " " + part, entry.getString("reason"))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    static String key(KnownHoles.Finding finding) {
        return finding.id() + " " + finding.part().name() + " " + finding.part().version();
    }

    boolean covers(KnownHoles.Finding finding) {
        return reasons.containsKey(key(finding));
    }
}
