@NullMarked
package io.webim.commands;

import org.jspecify.annotations.NullMarked;
