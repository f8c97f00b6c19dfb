-- Those who wait are counted for each page of the office; they are few among those who follow.
CREATE INDEX followers_waiting ON followers (created_at) WHERE state = 'pending';
