package io.webim;

import java.util.concurrent.atomic.AtomicInteger;

/** Usernames that nobody else in the database has, and that are no part of another. */
public final class FreshName {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private FreshName() {}

    /** At most 24 characters of a username's. */
    public static String of(String stem) {
        return "%s%05d".formatted(stem, COUNT.incrementAndGet());
    }
}
