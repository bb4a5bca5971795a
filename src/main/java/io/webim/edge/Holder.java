package io.webim.edge;

/** Whose connections hold something: a network, or a user. */
class Holder {
    final Budget input;
    final Budget output;
    /** How many connections are its; changed under the lock of the map's entry. */
    int holders;

    Holder(Budget input, Budget output) {
        this.input = input;
        this.output = output;
    }
}
