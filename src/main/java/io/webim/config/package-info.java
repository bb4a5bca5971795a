@NullMarked
package io.webim.config;

import org.jspecify.annotations.NullMarked;
