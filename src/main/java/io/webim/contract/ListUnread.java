package io.webim.contract;

/** {@code {limit?, after?}}: the page after a place, the newest conversation first. */
public record ListUnread(int limit, NewestFirst after) {
    public static ListUnread read(Fields fields) {
        return new ListUnread(fields.limit(), NewestFirst.read(fields, "after"));
    }
}
