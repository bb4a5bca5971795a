package io.webim.torture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the checker found, by kind; each finding names the ids that it is about. */
final class Verdict {
    private static final int MOST_EXAMPLES = 12;

    enum Kind {
        LOST("lost"),
        DOUBLED("doubled"),
        ORDER("order violations"),
        GAPS("gaps"),
        UNREAD("unread drift"),
        REGRESSIONS("state regressions"),
        LEAKS("deleted but there"),
        SECRETS("seen by outsiders"),
        CHANGES("changes lost"),
        DIVERGED("devices apart");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private final Map<Kind, List<String>> findings = new EnumMap<>(Kind.class);

    void add(Kind kind, String finding) {
        findings.computeIfAbsent(kind, none -> new ArrayList<>()).add(finding);
    }

    int count(Kind kind) {
        return of(kind).size();
    }

    List<String> of(Kind kind) {
        return findings.getOrDefault(kind, List.of());
    }

    boolean isClean() {
        return findings.isEmpty();
    }

    String figures() {
        var text = new StringBuilder();
        for (var kind : Kind.values()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(kind.text)
                    .append(' ')
                    .append(count(kind));
        }
        return text.toString();
    }

    String examples() {
        var text = new StringBuilder();
        findings.forEach((kind, all) -> {
            text.append(kind.text).append(" (").append(all.size()).append("):\n");
            all.stream()
                    .limit(MOST_EXAMPLES)
                    .forEach(one -> text.append("  ").append(one).append('\n'));
        });
        return text.toString();
    }
}
