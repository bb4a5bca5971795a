package io.webim.chat.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.webim.chat.conversations.MessageRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MentionsTest {
    private static final Map<String, Long> MEMBERS = Map.of("bob", 2L, "carl.b", 3L, "d--", 4L);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@bob",
                "hello @bob",
                "(@bob)",
                "@bob, hello",
                "That was @bob.",
                "@bob...",
                "@bob's",
                "@BoB",
                "@bob_",
                "你好@bob",
                "**@bob**",
                "\n@bob\n"
            })
    void aNameAfterASignThatBeginsAWordIsMentioned(String text) {
        assertThat(Mentions.in(text).of(MEMBERS, false)).containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bob",
                "@ bob",
                "x@bob",
                "me@bob.example",
                "a.@bob",
                "@@bob",
                "@bobby",
                "@bob.example",
                "@bo",
                "@-bob",
                "@all",
                "@",
                "mail to: someone+tag@bob"
            })
    void anythingElseIsText(String text) {
        assertThat(Mentions.in(text).of(MEMBERS, false)).isEmpty();
    }

    @Test
    void aNameMayEndWithSigns() {
        assertThat(Mentions.in("@carl.b. and @d--").of(MEMBERS, false)).containsExactly(3L, 4L);
        assertThat(Mentions.in("@carl.b and @Carl.B").of(MEMBERS, false)).containsExactly(3L);
    }

    @Test
    void everybodyIsMentionedByWhoMay() {
        assertThat(Mentions.in("@all: @bob first").of(MEMBERS, true)).containsExactly(Mentions.EVERYBODY, 2L);
        assertThat(Mentions.in("@ALL.").of(MEMBERS, true)).containsExactly(Mentions.EVERYBODY);
        assertThat(Mentions.in("@allies").of(MEMBERS, true)).isEmpty();
        assertThat(Mentions.in("@all").names()).isEmpty();
    }

    @Test
    void soManyAreLookedUpAndNoMore() {
        var many = IntStream.range(0, 3_000).mapToObj(i -> "@name" + i + ".").collect(Collectors.joining(" "));

        assertThat(Mentions.in(many).names()).hasSize(2 * Mentions.MOST);
        assertThat(Mentions.in("@" + "x".repeat(9_999)).names()).isEmpty();
        assertThat(Mentions.in("@bob ".repeat(2_000)).names()).isEqualTo(Set.of("bob"));
        assertThat(MessageRows.toMentions(List.of())).isNull();
    }
}
