package io.webim.groups;

import io.webim.contract.Fields;

/** {@code {conversationId, userId}}: of whoever asks to come in. */
record AnswerRequest(long conversationId, long userId) {
    static AnswerRequest read(Fields fields) {
        return new AnswerRequest(fields.id("conversationId"), fields.id("userId"));
    }
}
