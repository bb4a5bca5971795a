package io.webim.torture;

import java.util.function.IntSupplier;

/**
 * Where devices reach a server.
 *
 * @param port of the server itself
 * @param front stands before it and breaks lines
 * @param life another number after each time in which what was told here may have been forgotten
 */
record Place(int port, CuttingProxy front, IntSupplier life) {}
