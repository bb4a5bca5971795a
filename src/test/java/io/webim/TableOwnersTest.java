package io.webim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A table has one owner, the only module that writes it. Who else reads it is listed here, so that it is known. */
class TableOwnersTest {
    private static final Path MODULES = Path.of("src/main/java/io/webim");
    private static final Map<String, String> OWNERS = Map.ofEntries(
            Map.entry("account", "auth"),
            Map.entry("session", "auth"),
            Map.entry("totp", "auth"),
            Map.entry("recovery_code", "auth"),
            Map.entry("passkey", "auth"),
            Map.entry("bot_token", "auth"),
            Map.entry("picture", "profile"),
            Map.entry("group_picture", "profile"),
            Map.entry("contact", "contacts"),
            Map.entry("conversation", "chat"),
            Map.entry("conversation_member", "chat"),
            Map.entry("message", "chat"),
            Map.entry("message_change", "chat"),
            Map.entry("reaction", "chat"),
            Map.entry("pin", "chat"),
            Map.entry("saved_message", "chat"),
            Map.entry("deletion", "chat"),
            Map.entry("uncounted", "chat"),
            Map.entry("mark_log", "chat"),
            Map.entry("mention", "chat"),
            Map.entry("chat_group", "groups"),
            Map.entry("invite", "groups"),
            Map.entry("join_request", "groups"),
            Map.entry("report", "reports"),
            Map.entry("file", "files"),
            Map.entry("upload", "files"),
            Map.entry("file_usage", "files"),
            Map.entry("message_file", "chat"),
            Map.entry("last_seen", "chat"),
            Map.entry("feed", "feed"),
            Map.entry("subscription", "subscriptions"),
            Map.entry("subscription_delivery", "subscriptions"),
            Map.entry("feed_place", "feed"),
            Map.entry("feed_event", "feed"),
            Map.entry("feed_consumer", "feed"),
            Map.entry("push_subscription", "push"),
            Map.entry("webhook", "hooks"),
            Map.entry("instance", "http"),
            Map.entry("lease", "database"));

    private static final Map<String, Set<String>> READERS = Map.ofEntries(
            // Who somebody is, whose bot, and whether the account is still there.
            Map.entry(
                    "account",
                    Set.of(
                            "chat",
                            "contacts",
                            "feed",
                            "files",
                            "groups",
                            "hooks",
                            "profile",
                            "push",
                            "reports",
                            "sql",
                            "subscriptions")),
            // Whether what outlives a session has to end with it.
            Map.entry("session", Set.of("push")),
            // Who is shown what: blocks and requests; and who may be added to a group by whom.
            Map.entry("contact", Set.of("chat", "feed", "groups", "sql")),
            // Whom a change of a contact concerns, what is to be told, and who may change a group.
            Map.entry("conversation", Set.of("contacts", "feed", "groups", "push", "reports")),
            Map.entry("conversation_member", Set.of("contacts", "feed", "groups", "push", "reports")),
            // What a push says, and what is reported.
            Map.entry("message", Set.of("push", "reports")),
            Map.entry("deletion", Set.of("feed", "push", "reports")),
            // Which messages have changed since a feed was there.
            Map.entry("message_change", Set.of("feed")),
            // What a list shows of a group, what its members may do, and which picture it shows.
            Map.entry("chat_group", Set.of("chat", "profile", "push", "reports")),
            // What a block shows instead of it.
            Map.entry("last_seen", Set.of("contacts")),
            // What a message is to carry, and whether one still does.
            Map.entry("file", Set.of("chat")),
            Map.entry("message_file", Set.of("files")));

    private static final Pattern TEXT = Pattern.compile("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\]|\\\\.)*)\"", Pattern.DOTALL);
    private static final Pattern WRITES = Pattern.compile(
            "\\b(?:INSERT (?:IGNORE )?INTO|REPLACE INTO|(?<!KEY |FOR )UPDATE|DELETE(?: \\w+)? FROM)\\s+([a-z_]+)\\b");
    private static final Pattern READS = Pattern.compile("\\b(?:FROM|JOIN)\\s+([a-z_]+)\\b");

    @Test
    void eachTableIsWrittenByItsOwnerAlone() throws IOException {
        var writers = new TreeMap<String, Set<String>>();
        used(WRITES)
                .forEach((module, tables) -> tables.forEach(table ->
                        writers.computeIfAbsent(table, none -> new TreeSet<>()).add(module)));

        assertThat(writers)
                .isNotEmpty()
                .allSatisfy((table, modules) -> assertThat(modules).as(table).containsExactly(OWNERS.get(table)));
    }

    @Test
    void whoeverElseReadsATableIsListed() throws IOException {
        var readers = new TreeMap<String, Set<String>>();
        used(READS)
                .forEach((module, tables) -> tables.stream()
                        .filter(table -> !module.equals(OWNERS.get(table)))
                        .forEach(table -> readers.computeIfAbsent(table, none -> new TreeSet<>())
                                .add(module)));

        assertThat(readers).isEqualTo(new TreeMap<>(READERS));
    }

    /** Or devices that have the message would never hear of it; how far it has come they hear from the marks. */
    @Test
    void whateverChangesAMessageRaisesItsVersion() throws IOException {
        var changes = new ArrayList<String>();
        for (var source : sources()) {
            for (var sql : texts(source)) {
                Pattern.compile("\\bUPDATE message\\b.*?\\bSET\\b(.*?)\\bWHERE\\b", Pattern.DOTALL)
                        .matcher(sql)
                        .results()
                        .forEach(change -> changes.add(change.group(1).strip()));
            }
        }

        assertThat(changes).hasSizeGreaterThan(1).contains("state = 'msg_done'");
        changes.remove("state = 'msg_done'");
        assertThat(changes).allSatisfy(change -> assertThat(change).contains("version = ?"));
    }

    @Test
    void everyTableHasAnOwner() throws IOException {
        try (var scripts = Files.walk(Path.of("src/main/resources/db"))) {
            var made = new TreeSet<String>();
            for (var script :
                    scripts.filter(path -> path.toString().endsWith(".sql")).toList()) {
                Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?([a-z_]+)")
                        .matcher(Files.readString(script))
                        .results()
                        .forEach(table -> made.add(table.group(1)));
            }
            assertThat(OWNERS.keySet()).isEqualTo(made);
        }
    }

    /** The tables after a pattern, by module, in all texts of SQL but those of the database itself. */
    private static Map<String, Set<String>> used(Pattern pattern) throws IOException {
        var used = new TreeMap<String, Set<String>>();
        for (var source : sources()) {
            var module = MODULES.relativize(source).getName(0).toString();
            for (var sql : texts(source)) {
                pattern.matcher(sql)
                        .results()
                        .map(found -> found.group(1))
                        .filter(OWNERS::containsKey)
                        .forEach(table -> used.computeIfAbsent(module, none -> new TreeSet<>())
                                .add(table));
            }
        }
        return used;
    }

    private static List<Path> sources() throws IOException {
        try (var all = Files.walk(MODULES)) {
            return all.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> MODULES.relativize(path).getNameCount() > 1)
                    .filter(path -> !path.startsWith(MODULES.resolve("database")))
                    // It recounts what all have written.
                    .filter(path -> !path.endsWith("chat/Doctor.java"))
                    .collect(Collectors.toCollection(ArrayList::new));
        }
    }

    private static List<String> texts(Path source) throws IOException {
        return TEXT.matcher(Files.readString(source))
                .results()
                .map(text -> text.group(1) == null ? text.group(2) : text.group(1))
                .toList();
    }
}
