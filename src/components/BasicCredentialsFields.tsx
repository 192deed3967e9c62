import { Field, Input } from '@grafana/ui';
import React, { useId, useState } from 'react';
import { encodeBasicCredentials, userNameProblem } from './basicCredentials';
import { SecretField } from './SecretField';
import { isStored, type SecretName, type SettingsSectionProps, withSecret } from './settingsChange';

interface Props extends SettingsSectionProps {
  name: SecretName;
  upstream: string;
  problem: string | undefined;
}

/** User and password, which are stored as one secret, encoded as the header carries them. */
export function BasicCredentialsFields(props: Props) {
  const { name, upstream, options } = props;
  return isStored(options, name) ? (
    <SecretField
      {...props}
      label={`${upstream} user and password`}
      description="Stored as one secret; reset it to enter new ones."
    />
  ) : (
    <UserAndPassword {...props} />
  );
}

function UserAndPassword({ name, upstream, problem, options, onOptionsChange }: Props) {
  const userId = useId();
  const passwordId = useId();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const wrongUser = userNameProblem(user);

  const store = (nextUser: string, nextPassword: string) => {
    setUser(nextUser);
    setPassword(nextPassword);
    const isUsable = nextUser !== '' && userNameProblem(nextUser) === undefined;
    onOptionsChange(withSecret(options, name, isUsable ? encodeBasicCredentials(nextUser, nextPassword) : ''));
  };

  return (
    <>
      <Field
        label={`${upstream} user`}
        invalid={wrongUser !== undefined || problem !== undefined}
        error={wrongUser ?? problem}
        disabled={options.readOnly}
      >
        <Input
          id={userId}
          autoComplete="off"
          value={user}
          onChange={({ currentTarget }) => store(currentTarget.value, password)}
        />
      </Field>
      <Field label={`${upstream} password`} disabled={options.readOnly}>
        <Input
          id={passwordId}
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={({ currentTarget }) => store(user, currentTarget.value)}
        />
      </Field>
    </>
  );
}
