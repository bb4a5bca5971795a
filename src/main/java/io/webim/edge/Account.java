package io.webim.edge;

/** A user with open connections. */
final class Account {
    final long id;
    final Budget output;
    /** How many hold it; changed under the lock of the map's entry. */
    int holders;

    Account(long id, Bounds bounds) {
        this.id = id;
        this.output = new Budget(bounds.outputOfUser());
    }
}
