/** The benchmark: drives a real webim from a process of its own, checks what comes back, and writes down what it costs. */
package io.webim.bench;
