@NullMarked
package io.webim.jvm;

import org.jspecify.annotations.NullMarked;
