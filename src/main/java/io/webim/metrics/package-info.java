@NullMarked
package io.webim.metrics;

import org.jspecify.annotations.NullMarked;
