@NullMarked
package io.webim.bridge;

import org.jspecify.annotations.NullMarked;
