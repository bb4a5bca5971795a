@NullMarked
package io.webim.chat.bridge;

import org.jspecify.annotations.NullMarked;
