@NullMarked
package io.webim.sql;

import org.jspecify.annotations.NullMarked;
