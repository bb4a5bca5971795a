package io.webim.groups;

import io.webim.contract.Fields;

/** {@code {title, about?, kind?, userIds?, usernames?}}. */
record CreateGroup(String title, String about, boolean isChannel, People people) {
    static CreateGroup read(Fields fields) {
        return new CreateGroup(
                GroupNames.title(fields),
                fields.has("about") ? GroupNames.about(fields) : "",
                fields.has("kind") && fields.oneOf("kind", "group", "channel").equals("channel"),
                People.read(fields));
    }

    String kind() {
        return isChannel ? "channel" : "group";
    }
}
