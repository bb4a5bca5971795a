package io.webim.attack.siege;

import java.util.function.Consumer;

/**
 * One way to take the service down.
 *
 * @param fault its number in the list of those that were found once
 */
record Attack(int fault, String name, Preparation preparation) {
    /** Makes what is needed before the time begins. */
    interface Preparation {
        Assault prepare(Stage stage) throws Exception;
    }

    /** Sets the attackers on; they go on until the stage is over. */
    interface Assault {
        void begin();
    }

    /** Without an account, or anything else to prepare. */
    static Attack ofStranger(int fault, String name, Consumer<Stage> assault) {
        return new Attack(fault, name, stage -> () -> assault.accept(stage));
    }

    @Override
    public String toString() {
        return "%d %s".formatted(fault, name);
    }
}
