package io.webim.torture;

/** The connection is of no use any more: away with it, and connect again. */
final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    Broken(String reason) {
        super(reason, null, false, false);
    }
}
