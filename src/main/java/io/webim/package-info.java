@NullMarked
package io.webim;

import org.jspecify.annotations.NullMarked;
