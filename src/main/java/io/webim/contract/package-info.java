@NullMarked
package io.webim.contract;

import org.jspecify.annotations.NullMarked;
