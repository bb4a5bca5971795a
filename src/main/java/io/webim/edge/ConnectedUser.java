package io.webim.edge;

/** A user with open connections, from whatever networks. */
final class ConnectedUser extends Holder {
    final long id;

    ConnectedUser(long id, Bounds bounds) {
        super(new Budget(bounds.inputOfNetwork()), new Budget(bounds.outputOfUser()));
        this.id = id;
    }
}
