package io.webim.groups;

import io.webim.contract.Fields;

/** {@code {conversationId, userIds?, usernames?}}. */
record AddPeople(long conversationId, People people) {
    static AddPeople read(Fields fields) {
        return new AddPeople(fields.id("conversationId"), People.readSome(fields));
    }
}
