@NullMarked
package io.webim.chat;

import org.jspecify.annotations.NullMarked;
