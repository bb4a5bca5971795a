-- Row 4 of the leases is held by nodes that have found the others at another engine, so that these learn of it too.
INSERT INTO lease (id, node, holder, expires_at) VALUES (4, '', '', '2000-01-01')
ON DUPLICATE KEY UPDATE id = VALUES(id);
