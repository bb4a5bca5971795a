package io.webim.edge;

/** A user with open connections, from whatever networks. */
final class Account extends Holder {
    final long id;

    Account(long id, Bounds bounds) {
        super(new Budget(bounds.inputOfNetwork()), new Budget(bounds.outputOfUser()));
        this.id = id;
    }
}
